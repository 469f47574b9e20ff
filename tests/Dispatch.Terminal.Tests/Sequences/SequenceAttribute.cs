namespace Dispatch.Terminal.Tests.Sequences;

/// <summary>Which sequence a test is of, as the table writes it, and who says what it does.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class SequenceAttribute(string notation, string source) : Attribute
{
    public string Notation { get; } = notation;

    public string Source { get; } = source;
}
