"""The state of a complaint as JSON, for the table in which states are stored.

Equal states have equal bytes in every process. `SCHEMA_VERSION` of the state is to be stored beside
them and compared before reading: a field that is not known is dropped without a word.
"""

from typing import Final

import msgspec

from app.domain.complaint import Complaint

_decoder: Final = msgspec.json.Decoder(Complaint)

encode_state: Final = msgspec.json.Encoder().encode
decode_state: Final = _decoder.decode
