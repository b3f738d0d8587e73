"""Each recipe of CONTRIBUTING.md, played in a copy of the tree by somebody who does only that."""
