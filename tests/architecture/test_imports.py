"""The method's order is the import order: the arrows drawn in pyproject.toml hold, and notice a wrong one."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint_imports(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the import rules of pyproject.toml over the package in `folder`."""
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def copy_of_the_package(folder: Path) -> Path:
    shutil.copytree(ROOT / "cocreate", folder / "cocreate", ignore=shutil.ignore_patterns("data", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder / "cocreate"


def test_the_import_rules_hold() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_earlier_stage_that_imports_a_later_one_is_noticed(tmp_path: Path) -> None:
    package = copy_of_the_package(tmp_path)
    (package / "survey" / "shortcut.py").write_text("import cocreate.selection.models\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stderr
    assert "cocreate.survey.shortcut -> cocreate.selection.models" in done.stdout


def test_mathematics_that_asks_the_web_framework_is_noticed(tmp_path: Path) -> None:
    package = copy_of_the_package(tmp_path)
    (package / "analysis" / "shortcut.py").write_text("from flask import current_app\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stderr
    assert "cocreate.analysis.shortcut -> flask" in done.stdout


def test_a_module_without_a_place_in_the_order_is_noticed(tmp_path: Path) -> None:
    package = copy_of_the_package(tmp_path)
    (package / "shortcut.py").write_text("")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stderr
    assert "shortcut" in done.stdout + done.stderr


def test_the_web_process_starts_without_the_heavy_libraries() -> None:
    """They take seconds and a hundred megabytes, and only jobs and few functions need them."""
    asked = (
        "import sys; from cocreate.app import create_app; from cocreate.settings import Settings;"
        "create_app(Settings.from_environment({}));"
        "heavy = ('sklearn', 'scipy', 'weasyprint', 'pandas', 'nltk', 'qrcode', 'xlsxwriter', 'alembic');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
