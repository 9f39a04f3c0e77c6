"""Sources: one module per publisher, each a value made of facts and a pure reader.

`SOURCES` is the only list. A new source is its module, a made payload, a test, and a line here.
"""

from app.sources.cargoruqsat import SOURCE as CARGORUQSAT
from app.sources.customs_russia import SOURCE as CUSTOMS_RUSSIA
from app.sources.digitraffic_announcements import SOURCE as DIGITRAFFIC_ANNOUNCEMENTS
from app.sources.digitraffic_tms import SOURCE as DIGITRAFFIC_TMS
from app.sources.gdelt import SOURCE as GDELT
from app.sources.georoad import SOURCE as GEOROAD
from app.sources.kit import Source
from app.sources.news import SOURCE as NEWS
from app.sources.open_meteo import SOURCE as OPEN_METEO
from app.sources.telegram import SOURCE as TELEGRAM
from app.sources.zitic import SOURCE as ZITIC

SOURCES: tuple[Source, ...] = (
    CARGORUQSAT,
    CUSTOMS_RUSSIA,
    DIGITRAFFIC_ANNOUNCEMENTS,
    DIGITRAFFIC_TMS,
    GDELT,
    GEOROAD,
    NEWS,
    OPEN_METEO,
    TELEGRAM,
    ZITIC,
)
