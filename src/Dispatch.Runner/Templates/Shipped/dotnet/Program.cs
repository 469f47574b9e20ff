var name = args is [var first, ..] ? first : "world";
Console.WriteLine($"Hello, {name}.");
