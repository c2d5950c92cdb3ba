"""The reader's own figures: a file that nobody has checked, read row by row and put beside the measures.

Nothing here opens a file, asks another host or writes anything: bytes come in, tables in memory go out.
"""
