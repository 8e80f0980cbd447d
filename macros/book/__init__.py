"""The book: every page of the built site as one PDF, and one smaller PDF for each interview problem.

`plan` says which chapters a book has, `matter` writes what only a book has (cover, contents, index), `assemble` turns
a page of the site into a chapter, `typeset` lays a chapter out with WeasyPrint, and `bind` joins laid chapters.

Chapters are laid out apart, by as many processes as there are processors, and joined afterwards: that keeps the time
and the memory bounded, and lets the books of the problems share the chapters of the whole one. What a chapter cannot
know then (its page numbers, and those of the pages it refers to) is filled in when the book is bound.
"""
