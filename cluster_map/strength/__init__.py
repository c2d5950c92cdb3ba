"""What official statistics say of a sector in a prefecture: size, quotient, growth, labels, gaps.

Plain functions on numbers by prefecture. A figure that is not there is a ``Missing`` with its reason.
"""
