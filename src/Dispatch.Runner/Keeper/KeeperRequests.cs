namespace Dispatch.Runner.Keeper;

/// <summary>What the runner may ask for, one method per frame. A request for a process that isn't held is nothing: it was collected.</summary>
internal sealed class KeeperRequests(Holdings holdings, Action stop)
{
    /// <summary>False when the frame can't be understood; then nothing was done.</summary>
    public bool TryHandle(RunnerConnection runner, ReadOnlySpan<byte> frame)
    {
        var fields = new FrameReader(frame[1..]);
        return (FrameType)frame[0] switch
        {
            FrameType.Write => Write(runner, ref fields),
            FrameType.Acknowledge => Acknowledge(ref fields),
            FrameType.Resize => Resize(ref fields),
            FrameType.Signal => Signal(ref fields),
            FrameType.Subscribe => Subscribe(ref fields),
            FrameType.Spawn => Spawn(runner, ref fields),
            FrameType.List => List(runner, ref fields),
            FrameType.CloseInput => CloseInput(ref fields),
            FrameType.Collect => Collect(ref fields),
            FrameType.Shutdown => Shutdown(ref fields),
            _ => false,
        };
    }

    private bool Write(RunnerConnection runner, ref FrameReader fields)
    {
        var (key, id) = (fields.Key(), fields.UInt32());
        var bytes = fields.Rest();
        if (fields.Whole)
        {
            holdings.Find(key)?.Write(id, bytes, runner);
        }

        return fields.Whole;
    }

    private bool Acknowledge(ref FrameReader fields)
    {
        var (process, stream, offset) = (holdings.Find(fields.Key()), fields.Byte(), fields.Int64());
        if (!fields.Whole || stream >= (process?.Outlets.Length ?? 2))
        {
            return false;
        }

        process?.Acknowledge(stream, offset);
        return true;
    }

    private bool Resize(ref FrameReader fields)
    {
        var (key, cols, rows) = (fields.Key(), fields.UInt16(), fields.UInt16());
        if (!fields.Whole || cols == 0 || rows == 0)
        {
            return false;
        }

        holdings.Find(key)?.Resize(cols, rows);
        return true;
    }

    private bool Signal(ref FrameReader fields)
    {
        var (key, signal, foreground) = (fields.Key(), fields.Byte(), fields.Byte());
        if (!fields.Whole || signal is 0 or > Native.Signals.Maximum || foreground > 1)
        {
            return false;
        }

        holdings.Find(key)?.Signal(signal, foreground == 1);
        return true;
    }

    private bool Subscribe(ref FrameReader fields)
    {
        var (process, count) = (holdings.Find(fields.Key()), fields.Byte());
        if (count is not (1 or 2) || process is not null && count != process.Outlets.Length)
        {
            return false;
        }

        Span<long> offsets = [fields.Int64(), count == 2 ? fields.Int64() : 0];
        if (fields.Whole)
        {
            process?.Subscribe(offsets);
        }

        return fields.Whole;
    }

    private bool Spawn(RunnerConnection runner, ref FrameReader fields)
    {
        var (request, key, pty, cols, rows) = (fields.UInt32(), fields.Key(), fields.Byte(), fields.UInt16(), fields.UInt16());
        var (program, cwd, arguments, environment) = (fields.Text(), fields.Text(), fields.Texts(), fields.Texts());
        if (!fields.Whole || pty > 1)
        {
            return false;
        }

        var process = holdings.Start(new SpawnRequest(key, pty == 1, program, arguments, cwd, environment, cols, rows), out var error);
        var answer = runner.Answer(FrameType.Spawned).Put(request).Put(process?.Pid ?? 0);
        if (error is not null)
        {
            KeeperLog.Line(error.Message);
            answer.Put((ushort)error.Kind).Put(error.Code).Put(error.Message);
        }

        answer.End();
        return true;
    }

    private bool List(RunnerConnection runner, ref FrameReader fields)
    {
        var request = fields.UInt32();
        if (!fields.Whole)
        {
            return false;
        }

        var answer = runner.Answer(FrameType.Listed).Put(request).Put(holdings.All.Count);
        foreach (var process in holdings.All)
        {
            answer.Put(process.Key).Put(process.Pid).Put(process.Pty ? (byte)1 : (byte)0);
            answer.Put(process.Finished ? process.Exit : null).Put((byte)process.Outlets.Length);
            foreach (var outlet in process.Outlets)
            {
                answer.Put(outlet.Kept.Acknowledged).Put(outlet.Kept.End);
            }
        }

        answer.End();
        return true;
    }

    private bool CloseInput(ref FrameReader fields)
    {
        var key = fields.Key();
        if (fields.Whole)
        {
            holdings.Find(key)?.CloseInput();
        }

        return fields.Whole;
    }

    private bool Collect(ref FrameReader fields)
    {
        var key = fields.Key();
        if (fields.Whole)
        {
            holdings.Collect(key);
        }

        return fields.Whole;
    }

    private bool Shutdown(ref FrameReader fields)
    {
        if (fields.Whole)
        {
            stop();
        }

        return fields.Whole;
    }
}
