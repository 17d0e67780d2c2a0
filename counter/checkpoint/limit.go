package checkpoint

// No ordinary file comes near these limits; each guards against a kind of malicious
// or damaged file that would use too much memory or time.
const (
	maxHeader   = 64 << 20  // bytes of a safetensors header or an index
	maxConfig   = 16 << 20  // bytes of a config.json or another small text
	maxDir      = 64 << 20  // bytes of a zip directory
	maxInflated = 16 << 20  // bytes of an inflated data.pkl
	maxPickle   = 128 << 20 // bytes of a pickle
	maxSteps    = 20_000_000
	maxStack    = 4 << 20
	maxMarks    = 10_000
	maxMemo     = 4 << 20
	maxObjects  = 8 << 20
	maxVisits   = 1 << 20
	maxDepth    = 200
	maxString   = 4096    // bytes of a string to keep
	maxPath     = 512     // bytes of a joined path
	maxCode     = 4096    // files of TorchScript code
	maxMessages = 4 << 20 // in all HDF5 object headers
	maxInputs   = 8 << 20 // of all ONNX nodes
	maxJSON     = 64      // nesting of JSON
	maxTensors  = 1 << 20
	maxEntries  = 200
	maxNodes    = 1 << 20
	maxGraphs   = 32 // nesting of ONNX graphs
	maxHDF      = 200_000
	maxHDFDepth = 64
	maxArrays   = 4 // nesting of GGUF arrays
	maxRank     = 32
	maxAxis     = 1 << 40
	maxElements = 1 << 60
	maxShown    = 200 // characters of a displayed name
)
