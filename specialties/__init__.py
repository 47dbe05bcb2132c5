"""One TOML file per specialty, read by desktop.catalog."""
