# Appended to a generated file with the class Net: writes the network to an ONNX file;
# see peers.go.
import sys

torch.onnx.export(Net(), torch.zeros(1, 1, 256, 256), sys.argv[1])
