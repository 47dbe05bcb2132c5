"""Who writes what a command makes: this device, or the endpoint that its options name."""

from __future__ import annotations

import argparse
import os

from pydantic import SecretStr

from desktop.workflow.settings import EndpointSettings, Settings

KEY_VARIABLE = "SOAPSTONE_API_KEY"


def settings_of(chosen: argparse.Namespace) -> Settings:
    """The settings that --engine, --base-url, --model and --allow-http mean, with the key of the environment."""
    endpoint = EndpointSettings(
        base_url=chosen.base_url or "",
        model=chosen.model or "",
        api_key=SecretStr(os.environ.get(KEY_VARIABLE, "")),
        allow_plain_http=chosen.allow_http,
    )
    return Settings(engine=chosen.engine, endpoint=endpoint)
