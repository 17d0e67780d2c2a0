class Constant:
    def __init__(self, value=0.0):
        self.value = value
