using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Dispatch.Terminal;

/// <summary>Bytes that are characters as they are, into cells, with vectors.</summary>
internal static class AsciiCells
{
    private static readonly Vector128<byte> Places = Vector128.CreateSequence((byte)0, (byte)1);

    /// <summary>Printable ASCII, sixteen characters at a time, as long as there are as many places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Copy(ReadOnlySpan<byte> text, Span<ulong> into, ulong style)
    {
        var i = 0;
        if (Avx2.IsSupported && text.Length >= 16)
        {
            var styles = Vector256.Create(style);
            ref var from = ref MemoryMarshal.GetReference(text);
            ref var to = ref MemoryMarshal.GetReference(into);
            for (; i + 16 <= text.Length; i += 16)
            {
                var bytes = Vector128.LoadUnsafe(ref from, (nuint)i);
                var others = Vector128.GreaterThan(bytes - Vector128.Create((byte)0x20), Vector128.Create((byte)0x5E)).ExtractMostSignificantBits();
                if (others != 0)
                {
                    // How many there are is hard to foresee, so nothing is made to depend on it: the other cells are written as they were.
                    var count = BitOperations.TrailingZeroCount(others);
                    bytes &= Vector128.LessThan(Places, Vector128.Create((byte)count));
                    Merge(bytes, styles, ref to, (nuint)i);
                    Merge(Sse2.ShiftRightLogical128BitLane(bytes, 4), styles, ref to, (nuint)i + 4);
                    if (count > 8)
                    {
                        Merge(Sse2.ShiftRightLogical128BitLane(bytes, 8), styles, ref to, (nuint)i + 8);
                        Merge(Sse2.ShiftRightLogical128BitLane(bytes, 12), styles, ref to, (nuint)i + 12);
                    }

                    return i + count;
                }

                Cells(bytes, styles).StoreUnsafe(ref to, (nuint)i);
                Cells(Sse2.ShiftRightLogical128BitLane(bytes, 4), styles).StoreUnsafe(ref to, (nuint)i + 4);
                Cells(Sse2.ShiftRightLogical128BitLane(bytes, 8), styles).StoreUnsafe(ref to, (nuint)i + 8);
                Cells(Sse2.ShiftRightLogical128BitLane(bytes, 12), styles).StoreUnsafe(ref to, (nuint)i + 12);
            }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Cells(Vector128<byte> bytes, Vector256<ulong> styles) =>
        Avx2.ConvertToVector256Int64(bytes).AsUInt64() | styles;

    // A zero byte leaves its cell as it is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(Vector128<byte> bytes, Vector256<ulong> styles, ref ulong to, nuint at)
    {
        var glyphs = Avx2.ConvertToVector256Int64(bytes).AsUInt64();
        var before = Vector256.LoadUnsafe(ref to, at);
        Vector256.ConditionalSelect(Vector256.Equals(glyphs, Vector256<ulong>.Zero), before, glyphs | styles).StoreUnsafe(ref to, at);
    }
}
