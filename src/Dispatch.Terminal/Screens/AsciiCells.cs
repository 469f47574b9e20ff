using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Dispatch.Terminal;

/// <summary>Bytes that are characters as they are, into cells, with vectors.</summary>
internal static class AsciiCells
{
    /// <summary>How far behind the last cell asked for others are read, and written as they were.</summary>
    public const int Overhang = 16;

    private static readonly Vector128<byte> Places = Vector128.CreateSequence((byte)0, (byte)1);

    /// <summary>Printable ASCII, sixteen characters at a time, up to the first byte that isn't or until there is no more room.</summary>
    /// <param name="into">The room, and <see cref="Overhang"/> cells behind it.</param>
    /// <param name="empty">In so many of the cells, from the first on, is nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Copy(ReadOnlySpan<byte> text, Span<ulong> into, int room, ulong style, int empty)
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
                others |= uint.MaxValue << Math.Min(room - i, 16);
                var count = BitOperations.TrailingZeroCount(others);
                if (count == 16)
                {
                    Cells(bytes, styles).StoreUnsafe(ref to, (nuint)i);
                    Cells(Sse2.ShiftRightLogical128BitLane(bytes, 4), styles).StoreUnsafe(ref to, (nuint)i + 4);
                    Cells(Sse2.ShiftRightLogical128BitLane(bytes, 8), styles).StoreUnsafe(ref to, (nuint)i + 8);
                    Cells(Sse2.ShiftRightLogical128BitLane(bytes, 12), styles).StoreUnsafe(ref to, (nuint)i + 12);
                    continue;
                }

                // How many there are is hard to foresee, so nothing is made to depend on it: the other cells are written as they were.
                bytes &= Vector128.LessThan(Places, Vector128.Create((byte)count));
                if (i + 16 <= empty)
                {
                    // A line just cleared isn't read: the processor would wait for the clearing.
                    Fresh(bytes, styles).StoreUnsafe(ref to, (nuint)i);
                    Fresh(Sse2.ShiftRightLogical128BitLane(bytes, 4), styles).StoreUnsafe(ref to, (nuint)i + 4);
                    Fresh(Sse2.ShiftRightLogical128BitLane(bytes, 8), styles).StoreUnsafe(ref to, (nuint)i + 8);
                    Fresh(Sse2.ShiftRightLogical128BitLane(bytes, 12), styles).StoreUnsafe(ref to, (nuint)i + 12);
                }
                else
                {
                    Merge(bytes, styles, ref to, (nuint)i);
                    Merge(Sse2.ShiftRightLogical128BitLane(bytes, 4), styles, ref to, (nuint)i + 4);
                    if (count > 8)
                    {
                        Merge(Sse2.ShiftRightLogical128BitLane(bytes, 8), styles, ref to, (nuint)i + 8);
                        Merge(Sse2.ShiftRightLogical128BitLane(bytes, 12), styles, ref to, (nuint)i + 12);
                    }
                }

                return i + count;
            }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Cells(Vector128<byte> bytes, Vector256<ulong> styles) =>
        Avx2.ConvertToVector256Int64(bytes).AsUInt64() | styles;

    // A zero byte is an empty cell.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Fresh(Vector128<byte> bytes, Vector256<ulong> styles)
    {
        var glyphs = Avx2.ConvertToVector256Int64(bytes).AsUInt64();
        return Vector256.AndNot(glyphs | styles, Vector256.Equals(glyphs, Vector256<ulong>.Zero));
    }

    // A zero byte leaves its cell as it is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(Vector128<byte> bytes, Vector256<ulong> styles, ref ulong to, nuint at)
    {
        var glyphs = Avx2.ConvertToVector256Int64(bytes).AsUInt64();
        var before = Vector256.LoadUnsafe(ref to, at);
        Vector256.ConditionalSelect(Vector256.Equals(glyphs, Vector256<ulong>.Zero), before, glyphs | styles).StoreUnsafe(ref to, at);
    }
}
