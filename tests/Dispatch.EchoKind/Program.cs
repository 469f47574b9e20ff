using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Kinds;

// A kind of session in a process of its own, as small as one can be: it says again what it is told, and counts.
var said = 0;
while (await Console.In.ReadLineAsync() is { } line)
{
    switch (JsonSerializer.Deserialize(line, Wire.Default.ToKind))
    {
        case KindStart start:
            Tell(new KindEvent("echo.opened", null, JsonSerializer.SerializeToElement(start.Cwd, Wire.Default.String)));
            break;
        case KindCommand { Name: "say" } command:
            said++;
            Tell(new KindEvent("echo.said", command.Principal, command.Data));
            Tell(new KindResult(command.Id, true, null, null));
            break;
        case KindCommand { Name: "snapshot" } command:
            Tell(new KindSnapshot(JsonSerializer.SerializeToElement(said, Wire.Default.Int32)));
            Tell(new KindResult(command.Id, true, null, null));
            break;
        case KindCommand { Name: "babble" } command:
            Console.WriteLine("this is no message");
            await Console.Error.WriteLineAsync("babbling");
            Tell(new KindResult(command.Id, true, null, null));
            break;
        case KindCommand command:
            Tell(new KindResult(command.Id, false, "echo.unknown", $"There is no command '{command.Name}'."));
            break;
        case KindStop:
            return 0;
    }
}

return 0;

static void Tell(FromKind message) => Console.WriteLine(JsonSerializer.Serialize(message, Wire.Default.FromKind));
