"""Where state lives: profiles, consents, the mail ledger, the audit log.

Rules of this room:
- Only this room imports databases. Others use a ``Store`` (``protocol``) that ``opening`` gives.
- A write is one transaction with its audit entry: both are there, or neither.
- The audit log holds who, what, whose and when; never a value.
- What a person may see of a fault is a sentence, never a traceback or an SQL text.
"""
