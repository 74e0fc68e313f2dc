"""On what and with what a benchmark ran, as far as its times depend on it."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

from threadpoolctl import threadpool_info

PACKAGES = ("numpy", "torch", "jax", "jaxlib", "scikit-learn", "autograd")


def machine():
    return {
        "processor": processor(),
        "processors": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def processor():
    """The processor's name: Linux knows it better than Python does."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def versions():
    return {name: version(name) for name in PACKAGES}


def blas():
    """The kernel of each OpenBLAS that is loaded: NumPy brings one, SciPy another."""
    libraries = [library for library in threadpool_info() if library["internal_api"] == "openblas"]
    return [
        {
            "library": "OpenBLAS",
            "of": Path(library["filepath"]).parent.name.removesuffix(".libs"),
            "version": library["version"],
            "kernel": library["architecture"],
            "threads": library["num_threads"],
        }
        for library in libraries
    ]


def torch_blas():
    """The library in which PyTorch does its matrix products, and the processor's instructions that it uses."""
    import torch

    settings = dict(re.findall(r"(\w+)=(\w+)", torch.__config__.show()))
    return {"library": settings.get("BLAS_INFO", "unknown"), "instructions": torch.backends.cpu.get_cpu_capability()}
