import unittest

from {{package}} import greeting


class GreetingTest(unittest.TestCase):
    def test_greets_by_name_or_the_world(self) -> None:
        self.assertEqual(greeting("Ada"), "Hello, Ada.")
        self.assertEqual(greeting(), "Hello, world.")


if __name__ == "__main__":
    unittest.main()
