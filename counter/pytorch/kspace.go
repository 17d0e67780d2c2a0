package pytorch

const fourierCode2D = `def fourier_2d(x, inverse=False):
    """The centered Fourier transform of complex maps, whose parts are the last axis."""
    f = torch.fft.ifft2 if inverse else torch.fft.fft2
    x = torch.view_as_complex(torch.fft.ifftshift(x, (2, 3)).contiguous())
    return torch.fft.fftshift(torch.view_as_real(f(x, norm="ortho")), (2, 3))
`

const centerLinesCode = `def center_lines(x, lines):
    """Keeps the columns in the middle; all others become zero."""
    at = torch.arange(x.shape[3], device=x.device) - (x.shape[3] - lines + 1) // 2
    return x * ((at >= 0) & (at < lines))[:, None]
`

const padAroundCode = `def pad_around(x, of):
    """Pads with zeros to a multiple, on both sides."""
    pad = []
    for n in reversed(x.shape[2:]):
        pad += [-n % of // 2, -n % of - -n % of // 2]
    return F.pad(x, pad)
`

const rootOfCoilsCode = `def root_of_coils(x, only=False):
    """Divides by the root of the sum of squares over coils, or returns that root."""
    root = (x**2).sum((1, 4)).sqrt()
    return root[:, None] if only else x / root[:, None, ..., None]
`

const complexProductCode = `def complex_product(x, y, conjugate=False):
    """Multiplies complex maps; with conjugate, by conjugates, and adds up over coils."""
    x, y = torch.view_as_complex(x.contiguous()), torch.view_as_complex(y.contiguous())
    return torch.view_as_real((x * y.conj()).sum(1, keepdim=True) if conjugate else x * y)
`

const dataConsistencyCode = `def data_consistency(x, measured, mask, term, weight):
    """Draws x to what was measured, and subtracts a term."""
    return x - torch.where(mask.bool(), x - measured, torch.zeros_like(x)) * weight - term
`
