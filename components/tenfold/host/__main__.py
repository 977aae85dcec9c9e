"""``python -m tenfold.host ENGINE_ADDRESS``, as the engine calls it."""

from tenfold.host.provider import main

if __name__ == "__main__":
    main()
