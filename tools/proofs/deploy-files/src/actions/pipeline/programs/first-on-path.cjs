// Nx looks for programs beside node first, where the real ones may be.
process.env.PATH = `${__dirname}:${process.env.PATH}`;
