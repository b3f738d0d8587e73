"""What to recommend: rules as data, settings that join, and pure functions from profile to plan.

``load_book()`` reads the rules (with a kit's own), ``recommend_person`` and ``recommend_group``
apply them, ``compare`` holds one person against several platforms. Nothing here reads a file but
the package's own data.
"""
