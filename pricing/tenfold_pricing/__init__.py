"""The price list and the cost model: a leaf that policies and operations share.

``prices`` is the list, ``refresh`` renews it. ``reading`` makes a ``graph`` of a preview or a state;
``usage`` says what only the running system knows; ``purchase`` says how capacity is bought. ``estimate``
turns them into monthly USD with one of the ``pricers`` a type; ``whatif`` and ``report`` compare estimates.
"""
