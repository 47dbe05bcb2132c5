"""A number with what it is linked to: "to", "over", "out of", "plus", a unit."""

from __future__ import annotations

from desktop.language.measures import Kind, Unit, UnitFound, unit_at
from desktop.language.number_cues import (
    ANGLES,
    GRADED_ONE,
    MURMUR,
    ONE_STAYS,
    PEOPLE,
    PLUS_BEFORE,
    PRONOUN_ONE_AFTER,
    PROPORTION_OF,
    RANGE,
    SCORED_OUT_OF,
    SMALL_STAYS_AFTER,
    SNELLEN,
    STRENGTH,
)
from desktop.language.number_words import Token, joined, word_at, word_before
from desktop.language.shorthand import Edit
from desktop.language.spoken_phrases import phrase_at
from desktop.language.spoken_runs import Doubt, Phrase, is_measured

_GROUPED_FROM = 10_000
_GROUPED_WITH_UNIT_FROM = 1_000


class LinkedNumber:
    """Reads one number with what it is linked to ("to", "over", "out of", a unit) and notes the edits."""

    def __init__(self, tokens: list[Token], text: str) -> None:
        self.tokens = tokens
        self.text = text
        self.edits: list[Edit] = []

    def read(self, first: Phrase) -> int:
        """Note the edits for the number and its links; return the token after them."""
        group = self._range(first)
        last = group[-1]
        ratio = self._over(group) or self._out_of(group)
        if ratio is not None:
            return ratio
        unit = unit_at(self.tokens, last.end, after_figure=not last.spoken)
        height = self._height(group, unit)
        if height is not None:
            return height
        if len(group) == 2 and self._scale_is_unclear(group):
            return last.end
        group = self._share_scale(group)
        wanted = self._all_wanted(group, unit)
        for phrase, is_wanted in zip(group, wanted, strict=True):
            if is_wanted:
                self._write(phrase, unit)
        if unit is None:
            return self._plus(last) if wanted[-1] else last.end
        if wanted[-1]:
            self._write_unit(last, unit)
        return unit.end

    def _phrase(self, at: int) -> Phrase | None:
        if not joined(self.tokens, at):
            return None
        phrase = phrase_at(self.tokens, at, self.text)
        return None if phrase is None or phrase.doubt is Doubt.UNCLEAR else phrase

    def _range(self, first: Phrase) -> list[Phrase]:
        if word_at(self.tokens, first.end) in RANGE | {"or"} and joined(self.tokens, first.end):
            second = self._phrase(first.end + 1)
            if second is not None:
                return [first, second]
        return [first]

    def _replace(self, first: Phrase, last: Phrase, written: str) -> int:
        self.edits.append(Edit(self.tokens[first.start].start, self.tokens[last.end - 1].end, written))
        return last.end

    def _is_range(self, group: list[Phrase]) -> bool:
        return len(group) == 2 and word_at(self.tokens, group[0].end) in RANGE

    def _over(self, group: list[Phrase]) -> int | None:
        """Write "one thirty eight over eighty two", "two over six systolic murmur", "twenty over forty"."""
        top = group[-1]
        if word_at(self.tokens, top.end) != "over" or not joined(self.tokens, top.end):
            return None
        bottom = self._phrase(top.end + 1)
        if bottom is None or "." in top.written + bottom.written:
            return None
        bottoms = self._range(bottom)
        if not self._is_range(group) or not self._is_range(bottoms):
            bottoms = [bottom]
        start = group if len(bottoms) == 2 else [top]
        unit = unit_at(self.tokens, bottoms[-1].end)
        if unit is not None and unit.unit.name != "mmHg":
            return None
        if not self._is_ratio(top, bottom):
            return None
        if len(group) == 2 and len(bottoms) == 1:
            self._write(group[0], None)
        written = "-".join(p.written for p in start) + "/" + "-".join(p.written for p in bottoms)
        end = self._replace(start[0], bottoms[-1], written)
        if unit is None:
            return end
        self._write_unit(bottoms[-1], unit)
        return unit.end

    def _is_ratio(self, top: Phrase, bottom: Phrase) -> bool:
        a, b = top.value, bottom.value
        if 60 <= a <= 300 and 20 <= b <= 200 and a > b:
            return True
        if a == 20 and b in SNELLEN:
            return True
        after = {word_at(self.tokens, bottom.end + ahead) for ahead in range(3)}
        before = {word_at(self.tokens, top.start - back) for back in range(1, 7)}
        graded = not STRENGTH.isdisjoint(before) or not MURMUR.isdisjoint(after) or "strength" in after
        return graded and a <= b and b in {4, 5, 6, 10}

    def _out_of(self, group: list[Phrase]) -> int | None:
        """Write "six out of ten" as 6/10 when it is a score; a proportion of people stays "9 out of 10"."""
        top = group[-1]
        if word_at(self.tokens, top.end) != "out" or word_at(self.tokens, top.end + 1) != "of":
            return None
        bottom = self._phrase(top.end + 2)
        if bottom is None or (
            top.doubt is Doubt.ONE and word_before(self.tokens, top.start) in PRONOUN_ONE_AFTER
        ):
            return None
        if top.value > bottom.value or not bottom.written.isdecimal():
            return None
        is_score = int(bottom.written) in SCORED_OUT_OF
        is_score = is_score and word_at(self.tokens, bottom.end) not in PROPORTION_OF
        if not is_score:
            for phrase in (*group, bottom):
                self._write(phrase, None)
            return bottom.end
        if self._is_range(group):
            return self._replace(group[0], bottom, f"{group[0].written}-{top.written}/{bottom.written}")
        for phrase in group[:-1]:
            self._write(phrase, None)
        return self._replace(top, bottom, f"{top.written}/{bottom.written}")

    def _height(self, group: list[Phrase], unit: UnitFound | None) -> int | None:
        """Write "five foot ten" and "five feet four inches"; None when no inches follow."""
        if unit is None or unit.unit.name != "foot":
            return None
        inches = self._phrase(unit.end)
        if len(group) != 1 or inches is None or not inches.value < 12:
            return None
        after = unit_at(self.tokens, inches.end, after_figure=not inches.spoken)
        in_inches = after is not None and after.unit.name == "inch"
        if (after is not None and not in_inches) or (
            not in_inches and self.tokens[unit.end - 1].low != "foot"
        ):
            return None
        end = after.end if after is not None else inches.end
        written = f"{group[0].written} ft {inches.written} in"
        self.edits.append(Edit(self.tokens[group[0].start].start, self.tokens[end - 1].end, written))
        return end

    def _scale_is_unclear(self, group: list[Phrase]) -> bool:
        """True for "three to four hundred fifty" and "twelve to fifteen hundred": 12 or 1,200?"""
        low, high = group
        if not high.spoken or "." in low.written + high.written:
            return False
        if self._shares_scale(low, high):
            return False
        if high.scaled_by == 1:
            return low.doubt in {Doubt.SMALL, Doubt.ONE} and high.value > 200 and high.value % 100 > 0
        times = high.value / high.scaled_by
        return times > 1 and low.value < times and low.value > 0

    def _shares_scale(self, low: Phrase, high: Phrase) -> bool:
        times = high.value / high.scaled_by
        return high.scaled_by > 1 and low.doubt in {Doubt.SMALL, Doubt.ONE} and low.value < times <= 9

    def _share_scale(self, group: list[Phrase]) -> list[Phrase]:
        if len(group) < 2 or not self._shares_scale(group[0], group[1]):
            return group
        low, high = group
        scaled = str(int(low.written) * high.scaled_by)
        return [low._replace(written=scaled, doubt=Doubt.NONE), high]

    def _all_wanted(self, group: list[Phrase], unit: UnitFound | None) -> list[bool]:
        """For each number whether its figure is written."""
        wanted = [self._wanted(group[0], unit, group)]
        if len(group) == 2:
            wanted.append(self._wanted(group[1], unit, group, after_figure=wanted[0]))
        time_of_day = {Doubt.CLOCK, Doubt.HOUR}
        if any(p.doubt in time_of_day and not is_wanted for p, is_wanted in zip(group, wanted, strict=True)):
            return [False] * len(group)  # "eight thirty to five" is a time of day throughout
        return wanted

    def _wanted(
        self, phrase: Phrase, unit: UnitFound | None, group: list[Phrase], *, after_figure: bool = False
    ) -> bool:
        """Whether the figure is certain enough to be written here. after_figure: the number before "or" is one."""
        before = word_before(self.tokens, phrase.start)
        if before == "no" and phrase.doubt is Doubt.ONE:
            return False
        ranged = self._is_range(group)
        if phrase.doubt is Doubt.ONE:
            if unit is not None:
                return ranged or len(group) == 2 or unit.unit.name not in ONE_STAYS
            return (
                before in GRADED_ONE or (ranged and before not in PRONOUN_ONE_AFTER) or self._has_plus(phrase)
            )
        if phrase.doubt is Doubt.SMALL:
            if before in PEOPLE:
                return False
            if unit is not None or ranged:
                return True
            stays = before in SMALL_STAYS_AFTER and not after_figure
            return not stays and word_at(self.tokens, phrase.end) != "of"
        if phrase.doubt is Doubt.CLOCK:
            return (
                ranged
                and all(len(p.written) == 3 for p in group)
                and any(p.doubt is Doubt.NONE for p in group)
            )
        return phrase.doubt is Doubt.NONE

    def _has_plus(self, phrase: Phrase) -> bool:
        return (
            word_at(self.tokens, phrase.end) == "plus" and word_at(self.tokens, phrase.end + 1) in PLUS_BEFORE
        )

    def _plus(self, last: Phrase) -> int:
        """Write "two plus and symmetric" as 2+: reflexes, pulses and edema are graded so."""
        if not self._has_plus(last) or last.value > 4:
            return last.end
        plus = self.tokens[last.end]
        self.edits.append(Edit(self.tokens[last.end - 1].end, plus.end, "+"))
        return last.end + 1

    def _write(self, phrase: Phrase, unit: UnitFound | None) -> None:
        if not phrase.spoken and phrase.end == phrase.start + 1:
            return
        written = phrase.written
        if phrase.plain and written.isdecimal():
            measured = unit is not None and unit.unit.kind is Kind.MEASURE
            if int(written) >= (_GROUPED_WITH_UNIT_FROM if measured else _GROUPED_FROM):
                written = f"{int(written):,}"
        self.edits.append(Edit(self.tokens[phrase.start].start, self.tokens[phrase.end - 1].end, written))

    def _write_unit(self, phrase: Phrase, found: UnitFound) -> None:
        first, last = self.tokens[phrase.end], self.tokens[found.end - 1]
        written = self._unit_as_written(found.unit, phrase)
        if written is None or first.glue == "-" or (first is last and last.low == "g"):
            return
        if written[0] in "%°":
            self.edits.append(Edit(self.tokens[phrase.end - 1].end, last.end, written))
        else:
            self.edits.append(Edit(first.start, last.end, written))

    def _unit_as_written(self, unit: Unit, phrase: Phrase) -> str | None:
        if unit.name != "degree":
            return unit.written
        near = {word_at(self.tokens, phrase.end + ahead) for ahead in range(1, 6)}
        near |= {word_at(self.tokens, phrase.start - back) for back in range(1, 9)}
        meant = not ANGLES.isdisjoint(near) or is_measured(self.tokens, phrase.start)
        return "°" if meant and word_at(self.tokens, phrase.end) != "°" else None
