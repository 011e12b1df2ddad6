/** Linear equations with a symmetric positive definite matrix, row by row in one array; its upper triangle is not looked at. */

/** A x = b by A = L Lᵀ; `matrix` becomes L and `right` becomes x. */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  factor(matrix, size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) right[row] -= matrix[row * size + column] * right[column];
    right[row] /= matrix[row * size + row];
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let below = row + 1; below < size; below++) right[row] -= matrix[below * size + row] * right[below];
    right[row] /= matrix[row * size + row];
  }
  return right;
}

function factor(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * size + column];
      for (let at = 0; at < column; at++) rest -= matrix[row * size + at] * matrix[column * size + at];
      if (column === row && !(rest > 0)) throw new Error('the matrix is not positive definite');
      matrix[row * size + column] = column === row ? Math.sqrt(rest) : rest / matrix[column * size + column];
    }
  }
}
