import sys

from {{package}} import greeting


def main() -> None:
    print(greeting(*sys.argv[1:2]))


if __name__ == "__main__":
    main()
