using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Sessions;

/// <summary>Waits until what was done survives a power cut. When the disk doesn't confirm it, what was done stands nevertheless, and the answer says so.</summary>
internal static class Confirmation
{
    /// <param name="workspace">Where it was done.</param>
    /// <param name="done">What was done and how it now is, in a sentence.</param>
    /// <exception cref="NotConfirmedException">The disk didn't take it.</exception>
    public static async Task AwaitAsync(Workspace workspace, string done, CancellationToken cancellation)
    {
        try
        {
            await workspace.Durability.FlushAsync().WaitAsync(cancellation);
        }
        catch (IOException e)
        {
            throw new NotConfirmedException(
                $"{done} It isn't confirmed to be on the disk, and a power cut may undo it: {e.Message.TrimEnd('.')}. Look (dispatch ls) before you do it again, and see to the disk.", e);
        }
    }
}

/// <summary>Something was done, and the disk didn't confirm it.</summary>
internal sealed class NotConfirmedException(string message, Exception cause) : IOException(message, cause);
