package checkpoint

import "strings"

// DType is the type of a tensor's elements, with PyTorch's or ggml's name:
// "float32", "int64", "q4_k".
type DType string

// The tables of types are strings of pairs, which make a smaller program than maps
// that are initialized when it starts.
const (
	typeBits = " bool 8 uint8 8 int8 8 uint16 16 int16 16 uint32 32 int32 32 uint64 64 int64 64" +
		" float16 16 bfloat16 16 float32 32 float64 64 complex32 32 complex64 64 complex128 128" +
		" qint8 8 quint8 8 qint32 32 float8_e4m3fn 8 float8_e5m2 8 float8_e8m0fnu 8" +
		" float8_e4m3fnuz 8 float8_e5m2fnuz 8 float6_e2m3 6 float6_e3m2 6 float4 4 uint4 4 int4 4" +
		" uint2 2 int2 2 "

	// safetensorsTypes are the names of a safetensors header.
	safetensorsTypes = " BOOL bool U8 uint8 I8 int8 U16 uint16 I16 int16 U32 uint32 I32 int32" +
		" U64 uint64 I64 int64 F16 float16 BF16 bfloat16 F32 float32 F64 float64 C64 complex64" +
		" F8_E4M3 float8_e4m3fn F8_E5M2 float8_e5m2 F8_E8M0 float8_e8m0fnu" +
		" F8_E4M3FNUZ float8_e4m3fnuz F8_E5M2FNUZ float8_e5m2fnuz F6_E2M3 float6_e2m3" +
		" F6_E3M2 float6_e3m2 F4 float4 "

	// storageTypes are the storage classes of PyTorch, without "Storage".
	storageTypes = " Float float32 Double float64 Half float16 BFloat16 bfloat16 Long int64 Int int32" +
		" Short int16 Char int8 Byte uint8 Bool bool ComplexFloat complex64 ComplexDouble complex128" +
		" ComplexHalf complex32 QInt8 qint8 QUInt8 quint8 QInt32 qint32 Untyped uint8 "

	// numpyTypes are numpy's type strings, without the byte order.
	numpyTypes = " f2 float16 f4 float32 f8 float64 i1 int8 i2 int16 i4 int32 i8 int64 u1 uint8" +
		" u2 uint16 u4 uint32 u8 uint64 b1 bool c8 complex64 c16 complex128 "
)

// lookup returns the value of a key in a table of pairs, or "". No key of a table
// may also be a value in it.
func lookup(table, word string) string {
	if word == "" || strings.Contains(word, " ") {
		return ""
	}
	_, rest, ok := strings.Cut(table, " "+word+" ")
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(rest, " ")
	return value
}

// Bytes returns the size of n elements in bytes, or -1 if the type is unknown.
func (d DType) Bytes(n int64) int64 {
	if b, ok := digits(lookup(typeBits, string(d))); ok && b > 0 {
		if n > maxElements/b {
			return -1
		}
		return (n*b + 7) / 8
	}
	for _, g := range ggml {
		if g.name == d && g.block > 0 {
			if n > maxElements/g.bytes {
				return -1
			}
			return (n + g.block - 1) / g.block * g.bytes
		}
	}
	return -1
}

// Integer reports whether the elements are integers or booleans.
func (d DType) Integer() bool {
	return d == "bool" || strings.HasPrefix(string(d), "int") || strings.HasPrefix(string(d), "uint")
}

// onnxType is indexed by TensorProto.data_type.
var onnxType = [...]DType{"", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64",
	"string", "bool", "float16", "float64", "uint32", "uint64", "complex64", "complex128",
	"bfloat16", "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz",
	"uint4", "int4", "float4", "float8_e8m0fnu", "uint2", "int2"}

// ggml is indexed by ggml's type; a removed type has no name.
var ggml = [...]struct {
	name         DType
	block, bytes int64
}{
	{"float32", 1, 4}, {"float16", 1, 2}, {"q4_0", 32, 18}, {"q4_1", 32, 20}, {}, {},
	{"q5_0", 32, 22}, {"q5_1", 32, 24}, {"q8_0", 32, 34}, {"q8_1", 32, 36},
	{"q2_k", 256, 84}, {"q3_k", 256, 110}, {"q4_k", 256, 144}, {"q5_k", 256, 176},
	{"q6_k", 256, 210}, {"q8_k", 256, 292}, {"iq2_xxs", 256, 66}, {"iq2_xs", 256, 74},
	{"iq3_xxs", 256, 98}, {"iq1_s", 256, 50}, {"iq4_nl", 32, 18}, {"iq3_s", 256, 110},
	{"iq2_s", 256, 82}, {"iq4_xs", 256, 136}, {"int8", 1, 1}, {"int16", 1, 2},
	{"int32", 1, 4}, {"int64", 1, 8}, {"float64", 1, 8}, {"iq1_m", 256, 56},
	{"bfloat16", 1, 2}, {}, {}, {}, {"tq1_0", 256, 54}, {"tq2_0", 256, 66}, {}, {}, {},
	{"mxfp4", 32, 17},
}
