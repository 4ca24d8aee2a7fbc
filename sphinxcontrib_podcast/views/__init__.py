"""Views: the records that pages and exports show, each next to the question that makes it.

A question is a function of the catalogue whose other arguments and whose answer are plain
frozen data. A page is out of date exactly if the answer to one of its questions has changed.
"""
