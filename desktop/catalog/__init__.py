"""The specialties and templates that ship with Soapstone, and a clinic's own."""

from desktop.catalog.catalog import Catalog
from desktop.catalog.clinic import FOLDER_SENTENCE
from desktop.catalog.loading import SHIPPED_IDS, load_catalog

__all__ = ["FOLDER_SENTENCE", "SHIPPED_IDS", "Catalog", "load_catalog"]
