"""What a lesson is made of. Questions and choices are known by their block ids, which both languages share."""

from content.blocks.files import (
    AUDIO_BYTES,
    DOWNLOAD_BYTES,
    FILE_TITLE_LENGTH,
    VIDEO_BYTES,
    AudioBlock,
    DownloadBlock,
    FileBlock,
    VideoBlock,
)
from content.blocks.screens import HEADING_LENGTH, TEXT_FEATURES, ScreenBlock
from content.blocks.texts import (
    LABEL_LENGTH,
    LOOKS,
    MESSAGE_LENGTH,
    STEP_LENGTH,
    ComparisonBlock,
    NoticeBlock,
    StepsBlock,
)

__all__ = [
    "AUDIO_BYTES",
    "DOWNLOAD_BYTES",
    "FILE_TITLE_LENGTH",
    "HEADING_LENGTH",
    "LABEL_LENGTH",
    "LOOKS",
    "MESSAGE_LENGTH",
    "STEP_LENGTH",
    "TEXT_FEATURES",
    "VIDEO_BYTES",
    "AudioBlock",
    "ComparisonBlock",
    "DownloadBlock",
    "FileBlock",
    "NoticeBlock",
    "ScreenBlock",
    "StepsBlock",
    "VideoBlock",
]
