"""Code that runs compiled: C in the folders `source`, WebAssembly in the package, one door to the machine that runs it.

Loops over characters stand in C, compiled to WebAssembly and run by wasmtime: no compiler is needed where cleaner is
installed, the specification of WebAssembly says what each operation gives, to the last bit and on every machine, and
the code can reach nothing but its own memory. `build.py` compiles it.
"""

from cleaner.compiled.machine import Machine, PerThread
from cleaner.compiled.numbers import Kind, list_of, numbers, padded

__all__ = ["Kind", "Machine", "PerThread", "list_of", "numbers", "padded"]
