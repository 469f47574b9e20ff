using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Templates;

/// <summary>A template can't be used as it is.</summary>
internal sealed class TemplateFaultException(ErrorKind kind, string code, string message) : Exception(message)
{
    public Error Error { get; } = new(kind, code, message);

    public static TemplateFaultException Broken(string file, long line, string reason) =>
        new(ErrorKind.Invalid, "template.broken", $"{file}, line {line}: {reason}.");
}
