namespace Dispatch.Cli.Commands;

/// <summary>Whoever read standard output (<c>| head</c>) has had enough: no failure.</summary>
internal sealed class ReaderGoneException() : Exception("Nobody reads standard output any more");
