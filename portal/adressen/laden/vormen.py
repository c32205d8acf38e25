"""Places on the map: from RD (EPSG:28992, metres) to degrees, and a point inside a shape.

Needs requirements-data.txt. Only the readers of map files import this, never the website.
"""

from typing import Any

import numpy as np
import shapely
from pyogrio.errors import (
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
)
from pyproj import Transformer
from pyproj.network import set_network_enabled  # type: ignore[attr-defined] # as documented

# Never fetch a correction grid: the same file must give the same places on each machine. Without it
# PROJ promises 1 m; for the 328,867 addresses of the province it gives the degrees published beside
# their RD to 0.07 m, which is how that RD was rounded.
set_network_enabled(False)
_NAAR_GRADEN = Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)

# What GDAL and GEOS say of a file that is damaged, and pyogrio of text that is not UTF-8.
GDAL_FOUTEN = (
    DataSourceError,
    DataLayerError,
    FeatureError,
    FieldError,
    GeometryError,
    shapely.errors.ShapelyError,
    UnicodeDecodeError,
)
Tabel = np.ndarray[Any, Any]


def punten(vormen: Tabel) -> tuple[Tabel, Tabel]:
    """lat and lon, in degrees, of a point inside each shape (WKB, RD); nan where there is none."""
    binnen = shapely.point_on_surface(shapely.from_wkb(vormen))
    lon, lat = _NAAR_GRADEN.transform(shapely.get_x(binnen), shapely.get_y(binnen))
    return lat, lon


def tekst(waarde: Any) -> str:
    """A value of a column as text: a list with commas; 12.0 as 12 (a gap makes numbers float)."""
    if isinstance(waarde, np.ndarray):
        return ",".join(waarde)
    if waarde is None or waarde != waarde:  # nan
        return ""
    if isinstance(waarde, float | np.floating) and np.isfinite(waarde):
        return str(int(waarde))
    return str(waarde)
