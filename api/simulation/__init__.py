"""
The congress played by programs: phones, consoles, screens and doors that talk to a real server over the wire.

Tests tell their stories with these actors, the benchmarks measure with them, and ``dienhong simulate`` lets hundreds of
them check in, read, give opinions and vote. They import nothing of the server but the shapes that travel.
"""
