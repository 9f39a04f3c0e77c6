"""Files of rows, as many as a test wants."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

HEADER = (
    "id,place,direction,mode,quantity,value,bound,origin,origin_kind,precision,observed_from,"
    "observed_to\n"
)
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def many(path: Path, count: int) -> Path:
    """Write a file of this many good rows, one for each minute."""
    moments = (BEGINNING + timedelta(minutes=number) for number in range(count))
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        file.writelines(_row(number, moment) for number, moment in enumerate(moments))
    return path


def _row(number: int, moment: datetime) -> str:
    end = moment + timedelta(minutes=1)
    value = 100 + number % 900
    return (
        f"n{number},verkhny-lars,RU-GE,car,queue_vehicles,{value},about,Somebody,media,hour,"
        f"{moment.isoformat()},{end.isoformat()}\n"
    )
