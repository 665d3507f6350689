"""The command as a function: files in, files and what it printed out."""

from __future__ import annotations

import pytest

from augrepro.__main__ import main


@pytest.fixture
def migrate(tmp_path, capsys):
    def run(files, *options):
        """Write the files, run the command on their folder; (exit status, what it printed, the files)."""
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        status = main(["migrate", str(tmp_path), *options])
        printed = capsys.readouterr()
        return status, printed.out + printed.err, {name: (tmp_path / name).read_bytes().decode() for name in files}

    return run
