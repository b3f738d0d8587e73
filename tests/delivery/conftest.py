"""Certificates and servers for mail."""

from __future__ import annotations

import ssl

import pytest
import trustme


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


def context_of(certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.fixture(scope="session")
def server_context(authority):
    return context_of(authority.issue_cert("localhost", "127.0.0.1"))


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    """This computer trusts the test authority, and no other."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return authority
