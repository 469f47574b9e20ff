namespace Dispatch.Runner.Terminals.Storage;

/// <summary>A screen as it was after an event.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Seq">The position of the last event in it.</param>
/// <param name="Cols">Columns then.</param>
/// <param name="Rows">Rows then.</param>
/// <param name="Written">Bytes of output since the session began.</param>
/// <param name="Bytes">What rebuilds it, its whole scrollback too.</param>
internal sealed record KeptScreen(string Session, long Seq, int Cols, int Rows, long Written, ReadOnlyMemory<byte> Bytes);
