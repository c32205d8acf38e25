"""A whole province fetched from pygeoapi on this machine and loaded: pages a second, total time, memory.

    python bench/ophalen.py REGISTER.csv.gz

The register becomes a collection in the form of PDOK's BAG. It is fetched twice: as fast as it goes, to see what it costs, and
at the polite rate, as an operator would. pygeoapi's own GeoJSON provider reads its file anew for every page; `Onthouden` keeps it.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from pygeoapi.provider.geojson import GeoJSONProvider

from portal.adressen.csvbron import lees_csv
from portal.adressen.dienst import PAUZE_S, Dienst
from portal.adressen.gemeenten import gemeenten_van, naam
from portal.adressen.geojsonbron import lees_geojson_map
from portal.adressen.ophalen import PROVINCIES, begin, haal_op
from rules.model import NEDERLANDSE_TIJD
from tests.ogcdienst import Kenmerk, draaiende_pygeoapi, kenmerk, plek, schrijf_collecties
