// The classic U-Net without normalization, as TensorFlow.js builds it; see peers.go.
import tf from "./node_modules/@tensorflow/tfjs/dist/tf.min.js";

const conv = (filters, size) => tf.layers.conv2d({ filters, kernelSize: size, padding: "same", activation: "relu" });
const block = (x, width) => conv(width, 3).apply(conv(width, 3).apply(x));

const build = () => {
	const input = tf.input({ shape: [256, 256, 1] });
	const skips = [];
	let x = input;
	for (const width of [32, 64, 128, 256]) {
		x = block(x, width);
		skips.push(x);
		x = tf.layers.maxPooling2d({ poolSize: 2 }).apply(x);
	}
	x = block(x, 512);
	for (const width of [256, 128, 64, 32]) {
		x = tf.layers.conv2dTranspose({ filters: width, kernelSize: 2, strides: 2 }).apply(x);
		x = block(tf.layers.concatenate().apply([skips.pop(), x]), width);
	}
	return tf.model({ inputs: input, outputs: tf.layers.conv2d({ filters: 2, kernelSize: 1 }).apply(x) });
};

const spent = [];
let total;
for (let i = 0; i < 9; i++) {
	const start = performance.now();
	const model = build();
	total = model.countParams();
	spent.push(performance.now() - start);
	model.dispose();
}
console.log(JSON.stringify([...spent, total]));
