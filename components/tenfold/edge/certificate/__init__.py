"""Certificates."""

from tenfold.edge.certificate.args import CertificateAlarms, CertificateArgs, IssuedCertificate, KeyAlgorithm
from tenfold.edge.certificate.component import Certificate

__all__ = ["Certificate", "CertificateAlarms", "CertificateArgs", "IssuedCertificate", "KeyAlgorithm"]
