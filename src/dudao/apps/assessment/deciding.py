"""placeholder"""
def deciding(results):
    return []
