using System.Runtime.InteropServices;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>How much of what an agent says is kept.</summary>
internal sealed partial class AgentDriver
{
    /// <summary>Bytes of one turn: more than anybody reads, and little enough for the disk and a page.</summary>
    private const long MostOfTurn = 16 * 1024 * 1024;

    // Each costs more than its text: of those that are nearly empty there can be many.
    private const int CostOfUpdate = 64;

    private (int Turn, bool Idle, long Bytes, bool Told) _saidIn;

    /// <summary>Of an agent that says without end the beginning is kept, and that there was more.</summary>
    private bool HasRoom(AgentState state, JsonElement update, Intake intake)
    {
        var turn = state.Turn ?? state.Turns;
        if (_saidIn.Turn != turn || _saidIn.Idle != state.Turn is null)
        {
            _saidIn = (turn, state.Turn is null, 0, false);
        }

        var bytes = _saidIn.Bytes + JsonMarshal.GetRawUtf8Value(update).Length + CostOfUpdate;
        if (bytes <= MostOfTurn)
        {
            _saidIn.Bytes = bytes;
            return true;
        }

        if (!_saidIn.Told)
        {
            _saidIn.Told = true;
            Add(intake, AgentEvents.Flooded, new AgentFlooded(turn, _saidIn.Bytes), Wire.Default.AgentFlooded);
        }

        return false;
    }
}
