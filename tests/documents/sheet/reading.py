"""Reads an XLSX as a spreadsheet program does: the XML in the archive, and nothing else."""

import re
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ESCAPED: Final = re.compile(r"_x([0-9a-fA-F]{4})_")
EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - the wall clock's


@dataclass(frozen=True)
class Read:
    """A cell."""

    value: str | Decimal
    format: str = "General"

    @property
    def moment(self) -> datetime:
        """What a number of days is as a date."""
        assert isinstance(self.value, Decimal)
        return EPOCH + timedelta(seconds=round(float(self.value) * 86_400))


class Workbook:
    """The sheets of a file, each a list of rows; a row has its cells by column."""

    def __init__(self, content: bytes) -> None:
        self.archive = zipfile.ZipFile(BytesIO(content))
        self._formats = self._number_formats()
        names = [one.attrib["name"] for one in self._xml("xl/workbook.xml").iter(f"{MAIN}sheet")]
        self.sheets = {
            name: self._rows(f"xl/worksheets/sheet{nth}.xml") for nth, name in enumerate(names, 1)
        }

    def records(self, name: str) -> list[dict[str, Read]]:
        """The rows of a sheet under their headers."""
        header, *rows = self.sheets[name]
        titles = {column: str(cell.value) for column, cell in header.items()}
        return [{titles[column]: cell for column, cell in row.items()} for row in rows]

    def _xml(self, path: str) -> ET.Element:
        return ET.fromstring(self.archive.read(path))  # noqa: S314 - made by the test itself

    def _number_formats(self) -> list[str]:
        styles = self._xml("xl/styles.xml")
        own = {
            one.attrib["numFmtId"]: one.attrib["formatCode"] for one in styles.iter(f"{MAIN}numFmt")
        }
        own["4"] = "#,##0.00"
        cells = styles.find(f"{MAIN}cellXfs")
        assert cells is not None
        return [own.get(xf.attrib["numFmtId"], "General") for xf in cells]

    def _rows(self, path: str) -> list[dict[str, Read]]:
        found = []
        for row in self._xml(path).iter(f"{MAIN}row"):
            cells = {}
            for cell in row:
                assert [child.tag for child in cell] in ([f"{MAIN}v"], [f"{MAIN}is"]), "a formula"
                column = re.sub(r"\d", "", cell.attrib["r"])
                cells[column] = self._cell(cell)
            found.append(cells)
        return found

    def _cell(self, cell: ET.Element) -> Read:
        form = self._formats[int(cell.attrib.get("s", "0"))]
        if cell.attrib.get("t") == "inlineStr":
            [text] = cell[0]
            assert text.tag == f"{MAIN}t"
            return Read(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text.text or ""), form)
        assert "t" not in cell.attrib
        return Read(Decimal(cell[0].text or ""), form)
