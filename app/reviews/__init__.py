"""Reviews: the day's wrap-up, the weekly and monthly report, the half-year (WS-43, PC-43, AS-26).

The figures of many complaints go in, one by one; a review comes out, and its sheet and its paper.
There is no name in it, no person and none of the words that people wrote.
"""
