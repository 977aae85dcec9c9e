"""The components as a Pulumi plugin, for programs in other languages: YAML, TypeScript, Go, C#, Java.

``pulumi package add`` takes this folder, whose PulumiPlugin.yaml says how to run it, or the command
``pulumi-resource-tenfold`` that comes with the installed package. Types, descriptions and checks are those of
the Python classes; nothing is said twice.
"""
