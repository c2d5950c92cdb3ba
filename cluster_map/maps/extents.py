"""What each map shows when it opens, and from when on it draws finer outlines."""

JAPAN = ((24.0, 122.9), (45.8, 146.5))
"""South-west and north-east corner, latitude first: Yonaguni to Wakkanai and Nemuro."""

PARTNERS = ((-12.0, -12.0), (66.0, 290.0))
"""From Scotland and Spain eastward to Mexico, in the shifted world."""

DETAIL_FROM_ZOOM = 7
