"""What an alarm needs on this machine, looked at piece by piece, with a verdict and what to do about each."""

from showup.doctor.examining import CHECKS, examined
from showup.doctor.finding import Finding, Verdict
from showup.doctor.patient import Patient, patient

__all__ = ["CHECKS", "Finding", "Patient", "Verdict", "examined", "patient"]
