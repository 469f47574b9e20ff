using System.Runtime.InteropServices;
using System.Text;

namespace Dispatch.Runner.Native;

/// <summary>A null-terminated array of C strings in one block of memory, as exec takes it.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte** _pointers;

    public NativeStrings(IReadOnlyList<string> texts)
    {
        var table = (nuint)((texts.Count + 1) * sizeof(byte*));
        var size = table;
        foreach (var text in texts)
        {
            size += (nuint)Encoding.UTF8.GetByteCount(text) + 1;
        }

        _pointers = (byte**)NativeMemory.AllocZeroed(size);
        var at = (byte*)_pointers + table;
        for (var i = 0; i < texts.Count; i++)
        {
            _pointers[i] = at;
            at += Encoding.UTF8.GetBytes(texts[i], new Span<byte>(at, checked((int)((byte*)_pointers + size - at)))) + 1;
        }
    }

    public byte** Pointers => _pointers;

    public void Dispose()
    {
        NativeMemory.Free(_pointers);
        _pointers = null;
    }
}
