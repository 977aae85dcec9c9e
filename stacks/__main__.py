"""The Pulumi program of every stack: load its settings, build its stage, export its outputs."""

from tenfold_stacks import build, export, load

export(build(load()))
