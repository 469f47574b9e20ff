def greeting(name: str = "world") -> str:
    return f"Hello, {name}."
