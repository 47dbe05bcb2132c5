"""`soapstone specialties`: what a note can be laid out as."""

from __future__ import annotations

import argparse
import json

from desktop.cli.choices import open_catalog


def list_specialties(chosen: argparse.Namespace) -> int:
    """Print every specialty with its templates, by the names that --specialty and --template take."""
    catalog = open_catalog(chosen.home)
    if chosen.format == "json":
        specialties = [
            {
                "id": specialty.id,
                "label": specialty.label,
                "aliases": list(specialty.aliases),
                "templates": [
                    {
                        "id": template.id,
                        "label": template.label,
                        "format": template.format,
                        "purpose": template.purpose,
                    }
                    for template in specialty.templates
                ],
            }
            for specialty in catalog.specialties
        ]
        print(json.dumps(specialties, ensure_ascii=False, indent=2))
        return 0
    for specialty in catalog.specialties:
        print(f"{specialty.id}  ({specialty.label})")
        for template in specialty.templates:
            print(f"    {template.id}  ({template.label})")
    return 0
